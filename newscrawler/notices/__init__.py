"""Which sentences reserve rights?"""
