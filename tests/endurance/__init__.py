"""What takes minutes or hours and is run by hand: kills, full disks."""
