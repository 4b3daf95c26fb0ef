"""Facebook: a page's timeline, posts and tabs, of the company and under the conditions as they are."""
