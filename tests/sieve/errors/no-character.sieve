require ["encoded-character", "fileinto"];
fileinto "${unicode:200000}";
fileinto "${unicode:DF01}";
