kéep;
