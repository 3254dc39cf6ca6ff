"""Text in; numbers, quantities, years and plan periods out."""
