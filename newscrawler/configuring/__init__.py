"""What do the settings ask for?"""
