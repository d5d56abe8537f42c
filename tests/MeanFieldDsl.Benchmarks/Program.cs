using BenchmarkDotNet.Running;
using MeanFieldDsl.Benchmarks.Accuracy;
using MeanFieldDsl.Benchmarks.Cold;
using MeanFieldDsl.Benchmarks.Compare;
using MeanFieldDsl.Benchmarks.Compiler;
using MeanFieldDsl.Benchmarks.Flows;
using MeanFieldDsl.Benchmarks.Scaling;

return args switch
{
    ["compiler", .. string[] rest] => CompileTimes.Run(rest),
    ["compare", .. string[] rest] => Comparison.Run(rest),
    ["cold", .. string[] rest] => ColdStart.Run(rest),
    ["scaling", .. string[] rest] => ScalingReport.Run(rest),
    ["flows", .. string[] rest] => FlowCost.Run(rest),
    ["accuracy", .. string[] rest] => AccuracyReport.Run(rest),
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
        compare [--workload NAME] [--json FILE] [--threads COUNT]
                                 a step of ours and of PyTorch, NumPy, C with OpenBLAS and plain C#, and the ratios
        cold [--json FILE]       what a program waits for before its first step and its second
        scaling [--json FILE]    what a pair costs for up to a hundred thousand particles or rows
        flows                    what the run loop adds to a step, and reports to a run
        accuracy [--points N] [--function NAME] [--json FILE]
                                 the largest errors of the elementary functions, in units of the last place
        micro [ARGUMENTS]        BenchmarkDotNet, with its own arguments, for example --filter '*'
        """);
    return 2;
}
