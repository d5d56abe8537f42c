using System.Globalization;

namespace MeanFieldDsl.Gallery;

/// <summary>The words of the command line.</summary>
/// <param name="Chosen">The experiments to run; none to list them.</param>
/// <param name="IsAll">Whether all were asked for, each in a folder of its own.</param>
/// <param name="Quick">Whether to take seconds rather than minutes.</param>
/// <param name="Fresh">Whether what an earlier call finished is computed again.</param>
/// <param name="Folder">Where the results go, or null for the default.</param>
/// <param name="Json">The file for the numbers, or null for none.</param>
/// <param name="Seed">The seed of all that is random.</param>
internal sealed record Arguments(IReadOnlyList<IExperiment> Chosen, bool IsAll, bool Quick, bool Fresh, string? Folder, string? Json, ulong Seed)
{
    public const string Usage =
        "Usage: dotnet run -c Release --project samples/Gallery -- run NAME [--quick] [--fresh] [--out DIR] [--json FILE] [--seed N]\n'run all' runs all experiments. Without arguments they are listed.";

    /// <summary>The arguments, or null and what is wrong with them.</summary>
    public static Arguments? Parse(string[] words, out string problem)
    {
        problem = "";
        Arguments arguments = new([], false, false, false, null, null, 0);
        if (words is [] or ["list"])
        {
            return arguments;
        }

        if (words[0] != "run" || words.Length < 2)
        {
            problem = words[0] == "run" ? $"'run' needs the name of an experiment after it: {Experiments.Names}." : $"There is no command '{words[0]}'.";
            return null;
        }

        bool isAll = words[1] == "all";
        arguments = arguments with { IsAll = isAll, Chosen = [.. Experiments.All.Where(e => isAll || e.Name == words[1])] };
        if (arguments.Chosen.Count == 0)
        {
            problem = $"There is no experiment '{words[1]}'; there are {Experiments.Names}.";
            return null;
        }

        for (int i = 2; i < words.Length; i++)
        {
            string option = words[i];
            if (option is "--quick" or "--fresh")
            {
                arguments = option == "--quick" ? arguments with { Quick = true } : arguments with { Fresh = true };
                continue;
            }

            if (option is not ("--out" or "--json" or "--seed"))
            {
                problem = $"There is no option '{option}'.";
                return null;
            }

            if (++i == words.Length)
            {
                problem = $"{option} needs a {(option == "--out" ? "folder" : option == "--json" ? "file" : "number")} after it.";
                return null;
            }

            ulong seed = arguments.Seed;
            if (option == "--seed" && !ulong.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out seed))
            {
                problem = $"--seed {words[i]}: give a whole number from 0 to {ulong.MaxValue}.";
                return null;
            }

            arguments = option switch
            {
                "--out" => arguments with { Folder = words[i] },
                "--json" => arguments with { Json = words[i] },
                _ => arguments with { Seed = seed },
            };
        }

        return arguments;
    }
}
