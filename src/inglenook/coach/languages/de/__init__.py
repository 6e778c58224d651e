"""German: its words, its rules and how its verbs take their forms."""
