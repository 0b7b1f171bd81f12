"""Outside systems for the demo, on this machine: a mail server that takes everything, and an SMS gateway.

They know nothing of the program and share nothing with it but the folder of what came (`inbox`).
"""
