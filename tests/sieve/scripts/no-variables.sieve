if header :contains "subject" "${unknown}" { discard; }
