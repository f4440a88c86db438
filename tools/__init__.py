"""What developers run: audits, locks, fonts, the documentation."""
