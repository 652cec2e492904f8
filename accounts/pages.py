"""The list page: a filter set above a table. An app declares both and gets the page."""

from typing import Any

from django_filters.views import FilterView
from django_tables2 import SingleTableMixin


class ListPage(SingleTableMixin, FilterView):
    """Rows of `queryset`, narrowed by `filterset_class`, shown by `table_class` under the heading `heading`.

    `needs(Right.…)(MyList.as_view())` makes the view; the template may be extended for more than a list.
    """

    template_name = "tables/page.html"
    heading = ""
    paginate_by = 50
    strict = False  # a filter that cannot be read is said to be wrong beside the rows that the others leave

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows, the filter and the heading."""
        return super().get_context_data(heading=self.heading, **kwargs)
