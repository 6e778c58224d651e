"""Places that several tests seal for."""

from uuid import UUID

from inglenook.vault.core.envelope import Place

ADA = UUID("01890000-0000-7000-8000-00000000ada0")
BO = UUID("01890000-0000-7000-8000-0000000000b0")

PLACE = Place("journal", ADA, UUID("01890000-0000-7000-8000-000000000001"), "text", 3, 2)
