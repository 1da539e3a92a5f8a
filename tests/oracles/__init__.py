"""Second, independent ways to work out what the product works out; they import none of it."""
