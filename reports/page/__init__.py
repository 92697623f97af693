"""What the HTML report shows, derived from one Result: each module is one part of the page."""
