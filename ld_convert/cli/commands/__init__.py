"""What each command does, one library function a command; `cli` parses the options."""
