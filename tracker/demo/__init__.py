"""The demonstration district: made by the real actions under a moved clock."""
