using System.CommandLine;

return new RootCommand("Puts fixed neural networks into .NET programs.").Parse(args).Invoke();
