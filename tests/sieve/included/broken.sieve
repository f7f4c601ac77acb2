fileinto "not required";
