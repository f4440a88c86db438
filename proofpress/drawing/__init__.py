"""What charts and infographic are drawn with: canvas, fonts, colours, scales and picture formats."""
