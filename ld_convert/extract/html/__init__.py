"""HTML as a browser reads it: encoding, tags, attributes, scripts that hand data over."""
