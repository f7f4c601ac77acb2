require ["duplicate", "reject"];
if duplicate :handle "fails" { stop; }
reject "a"; reject "b";
