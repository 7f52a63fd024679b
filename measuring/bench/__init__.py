"""Large invented directories, and how fast the portal is on them. Nothing here runs in an ordinary portal."""
