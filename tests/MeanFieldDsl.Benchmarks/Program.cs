using BenchmarkDotNet.Running;
using MeanFieldDsl.Benchmarks.Compiler;

return args switch
{
    ["compiler", .. string[] rest] => CompileTimes.Run(rest),
    ["micro", .. string[] rest] => Micro(rest),
    _ => Usage(),
};

static int Micro(string[] arguments)
{
    _ = BenchmarkSwitcher.FromAssembly(typeof(CompileTimes).Assembly).Run(arguments);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("""
        compiler [--json FILE]   what the generator and the analyzers cost: cold, after an edit, in a build of 200 models
        micro [ARGUMENTS]        BenchmarkDotNet, with its own arguments, for example --filter '*'
        """);
    return 2;
}
