using System.Globalization;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Benchmarks.Compiler;

/// <summary>
/// What the generator and the analyzers add to a compilation. The compiler is warm, as it is in an editor and in a
/// build server, except for the figure of the first model.
/// </summary>
internal static class CompileTimes
{
    // The runtime optimises what has run often: a session's first edits and builds cost more than the later ones.
    private const int FirstEdits = 30;
    private const int WarmingEdits = 500;
    private const int LaterEdits = 100;
    private const int WarmingBuilds = 12;
    private const int Many = 200;

    public static int Run(string[] arguments)
    {
        (string Name, double Value, string Unit)[] figures = [.. Measure()];
        Console.WriteLine("| figure | value |\n|---|---|");
        foreach ((string name, double value, string unit) in figures)
        {
            Console.WriteLine($"| {name} | {value.ToString(unit.Length == 0 ? "0" : "0.0", CultureInfo.InvariantCulture)} {unit} |".Replace("  |", " |", StringComparison.Ordinal));
        }

        if (arguments is ["--json", string file])
        {
            File.WriteAllText(file, JsonSerializer.Serialize(figures.ToDictionary(static f => f.Name, static f => f.Value)));
        }

        return 0;
    }

    private static IEnumerable<(string Name, double Value, string Unit)> Measure()
    {
        // Without the generator the declarations compile too: what differs is ours.
        CSharpCompilation one = CompilerSession.Compilation([ModelSources.File(0)]);
        CompilerSession.Emit(one);
        yield return ("first model in a process that has just started", CompilerSession.Milliseconds(() => Cold(one)), "ms");

        // Twice, so that the runtime has optimised what it runs often.
        for (int i = 0; i < Many; i++)
        {
            Cold(CompilerSession.Compilation([ModelSources.File(i)]));
        }

        double[] cold = [.. Enumerable.Range(0, 60).Select(i =>
        {
            CSharpCompilation compilation = CompilerSession.Compilation([ModelSources.File(i)]);
            _ = compilation.GetDiagnostics();
            return CompilerSession.Milliseconds(() => Cold(compilation));
        })];
        yield return ("a model, cold: generator and analyzers (median)", Median(cold), "ms");
        yield return ("a model, cold: generator and analyzers (longest of 60)", cold.Max(), "ms");

        foreach (int models in (int[])[1, 20])
        {
            EditTimes ours = Edits(models, isOurs: true);
            EditTimes alone = Edits(models, isOurs: false);
            string project = models == 1 ? "a project of one model" : $"a project of {models} models";
            yield return ($"{project}, after an edit in a formula: generator and analyzers (median)", ours.Formula, "ms");
            yield return ($"{project}, after an edit elsewhere: generator and analyzers (median)", ours.Elsewhere, "ms");
            yield return ($"{project}, after an edit in a formula: the same without work of ours (median)", alone.Formula, "ms");
            yield return ($"{project}, after an edit elsewhere: the same without work of ours (median)", alone.Elsewhere, "ms");
            yield return ($"{project}, after one of a session's first {FirstEdits} edits in a formula: generator and analyzers (median)", ours.First, "ms");
            yield return ($"{project}, outputs written anew after an edit elsewhere", ours.Executed, "");
        }

        foreach ((string, double, string) figure in Builds())
        {
            yield return figure;
        }
    }

    // The whole command a user types, with a compiler server that has been used before.
    private static IEnumerable<(string Name, double Value, string Unit)> Builds()
    {
        using BuildProject project = new(Enumerable.Range(0, Many).Select(ModelSources.File));
        for (int i = 0; i < WarmingBuilds; i++)
        {
            double milliseconds = CompilerSession.Milliseconds(() => project.Build(withGenerator: true));
            project.Build(withGenerator: false);
            if (i == 0)
            {
                yield return ($"dotnet build of {Many} models, the first that the compiler server sees of the generator", milliseconds, "ms");
            }
        }

        double[] without = new double[5];
        double[] with = new double[5];
        for (int i = 0; i < with.Length; i++)
        {
            without[i] = CompilerSession.Milliseconds(() => project.Build(withGenerator: false));
            with[i] = CompilerSession.Milliseconds(() => project.Build(withGenerator: true));
        }

        yield return ($"dotnet build of {Many} models without the generator (median)", Median(without), "ms");
        yield return ($"dotnet build of {Many} models (median)", Median(with), "ms");
        yield return ($"added to the build of {Many} models", Median(with) - Median(without), "ms");
    }

    private static void Cold(CSharpCompilation compilation)
    {
        _ = CompilerSession.Driver().RunGenerators(compilation);
        CompilerSession.Analyze(compilation);
    }

    // One formula changes, then a file that has nothing to do with any.
    private static EditTimes Edits(int models, bool isOurs)
    {
        string[] files = [.. Enumerable.Range(0, models).Select(ModelSources.File), "class Unrelated { int a; }"];
        CSharpCompilation compilation = CompilerSession.Compilation(files);
        GeneratorDriver driver = CompilerSession.Driver(isOurs).RunGenerators(compilation);
        CompilerSession.Analyze(compilation, null, isOurs);
        List<double> formula = [];
        List<double> unrelated = [];
        int executed = 0;
        for (int i = 0; i < 2 * (FirstEdits + WarmingEdits + LaterEdits); i++)
        {
            bool isFormula = i % 2 == 0;
            int at = isFormula ? i % models : models;
            string text = isFormula
                ? files[at].Replace("a * ", $"a * {(1.5 + i).ToString(CultureInfo.InvariantCulture)} * ", StringComparison.Ordinal)
                : $"class Unrelated {{ int a{i}; }}";
            SyntaxTree before = compilation.SyntaxTrees[at];
            SyntaxTree after = CompilerSession.Parse(text, before.FilePath);
            compilation = compilation.ReplaceSyntaxTree(before, after);
            _ = compilation.GetDiagnostics();
            (isFormula ? formula : unrelated).Add(CompilerSession.Milliseconds(() =>
            {
                driver = driver.RunGenerators(compilation);
                CompilerSession.Analyze(compilation, after, isOurs);
            }));
            executed += isFormula ? 0 : driver.GetRunResult().Results.Single().TrackedOutputSteps.Values
                .SelectMany(static steps => steps).SelectMany(static step => step.Outputs)
                .Count(static output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
        }

        return new(Median([.. formula.Take(FirstEdits)]), Median([.. formula.TakeLast(LaterEdits)]), Median([.. unrelated.TakeLast(LaterEdits)]), executed);
    }

    private readonly record struct EditTimes(double First, double Formula, double Elsewhere, int Executed);

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
