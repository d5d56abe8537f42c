using System.Globalization;

namespace MeanFieldDsl.Gallery;

/// <summary>The words of the command line.</summary>
internal sealed record Arguments(IExperiment? Experiment, bool Quick, string? Folder, string? Json, ulong Seed)
{
    public const string Usage = "Usage: dotnet run -c Release --project samples/Gallery -- run NAME [--quick] [--out DIR] [--json FILE] [--seed N]\nWithout arguments the experiments are listed.";

    /// <summary>The arguments, or null and what is wrong with them.</summary>
    public static Arguments? Parse(string[] words, out string problem)
    {
        problem = "";
        Arguments arguments = new(null, false, null, null, 0);
        if (words is [] or ["list"])
        {
            return arguments;
        }

        if (words[0] != "run" || words.Length < 2)
        {
            problem = words[0] == "run" ? $"'run' needs the name of an experiment after it: {Experiments.Names}." : $"There is no command '{words[0]}'.";
            return null;
        }

        arguments = arguments with { Experiment = Experiments.All.FirstOrDefault(e => e.Name == words[1]) };
        if (arguments.Experiment is null)
        {
            problem = $"There is no experiment '{words[1]}'; there are {Experiments.Names}.";
            return null;
        }

        for (int i = 2; i < words.Length; i++)
        {
            string option = words[i];
            if (option == "--quick")
            {
                arguments = arguments with { Quick = true };
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
