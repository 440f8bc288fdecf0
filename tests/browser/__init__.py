"""What people look at, in a real browser: Debian's Chromium, headless."""
