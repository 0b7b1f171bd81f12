"""受理新案: an application that came to the counter, by post, fax or phone becomes a case."""
