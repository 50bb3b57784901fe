"""JSON as pages write it: strict, mended, or cut off."""
