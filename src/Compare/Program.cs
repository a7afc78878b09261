using Compare.Commands;

return await CommandLine.RunProcessAsync(args).ConfigureAwait(false);
