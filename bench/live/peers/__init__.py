"""What stands beside Hearten, one file each."""
