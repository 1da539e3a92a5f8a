"""What the house prints for signing, sealing and handing out, as PDF and as Word documents."""
