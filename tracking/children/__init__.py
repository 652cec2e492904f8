"""What pages say of a child: how one is found, how things stand with them, and their journey."""
