if header [] "a" { keep; }
