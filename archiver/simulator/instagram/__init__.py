"""Instagram: its pages, queries and REST answers, of the company and under the conditions as they are."""
