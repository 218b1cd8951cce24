"""What can be declared and refused, once for every room: fields, problems, arguments."""
