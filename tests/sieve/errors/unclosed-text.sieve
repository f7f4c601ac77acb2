keep;

fileinto "never
ended;
