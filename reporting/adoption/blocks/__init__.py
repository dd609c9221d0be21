"""What stands on the page of adoption, block by block. Pure."""
