"""The search index as a whole: made anew, and compared with what it is made from."""
