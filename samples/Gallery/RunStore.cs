using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeanFieldDsl.Gallery;

/// <summary>
/// What an experiment has finished, in a folder beside its results, so that the next run with the same arguments goes on where this one stopped. What was kept by another build, for
/// other arguments, or in a damaged file is computed again.
/// </summary>
internal sealed class RunStore
{
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly string _file;
    private readonly string _identity;
    private readonly JsonObject _finished;
    private int _flows;

    private RunStore(string folder, string identity, JsonObject finished)
    {
        (_folder, _identity, _finished) = (folder, identity, finished);
        _file = Path.Combine(folder, "finished.json");
    }

    /// <summary>Whether there is something of an earlier call to go on from.</summary>
    public bool IsResumed { get; private init; }

    /// <summary>Opens the store of an experiment.</summary>
    /// <param name="results">The folder with the results of the experiment.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="messages">Receives why what is there cannot be used.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static RunStore Open(string results, IExperiment experiment, Arguments arguments, TextWriter messages)
    {
        // Who changes an experiment or the library wants new numbers, so the programs are part of the identity.
        string identity = string.Create(
            CultureInfo.InvariantCulture,
            $"{experiment.Name}, seed {arguments.Seed}, {(arguments.Quick ? "quick" : "full")}, programs {typeof(RunStore).Module.ModuleVersionId:N} {typeof(GradientFlow).Module.ModuleVersionId:N}");
        RunStore store = new(Path.Combine(results, "resume"), identity, []);
        if (!arguments.Fresh && store.Read(messages) is { } finished)
        {
            return new(store._folder, identity, finished) { IsResumed = true };
        }

        if (Directory.Exists(store._folder))
        {
            Directory.Delete(store._folder, recursive: true);
        }

        _ = Directory.CreateDirectory(store._folder);
        store.Write();
        return store;
    }

    /// <summary>The key of the next flow; an experiment follows its flows in one order.</summary>
    public string NextFlow() => string.Create(CultureInfo.InvariantCulture, $"flow-{++_flows:000}");

    /// <summary>The file for the checkpoint of a flow.</summary>
    public string Checkpoint(string key) => Path.Combine(_folder, $"{key}.npz");

    /// <summary>What an earlier call kept, or null.</summary>
    public JsonNode? Find(string key)
    {
        lock (_lock)
        {
            return _finished[key];
        }
    }

    /// <summary>Keeps what a run found; callable from any thread.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Keep(string key, JsonNode value)
    {
        lock (_lock)
        {
            _finished[key] = value;
            Write();
        }
    }

    private static string Digest(JsonObject finished) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(finished.ToJsonString())));

    // Under another name first: who ends the program in between leaves the file of before.
    private void Write()
    {
        JsonObject file = new() { ["identity"] = _identity, ["digest"] = Digest(_finished), ["finished"] = _finished.DeepClone() };
        File.WriteAllText($"{_file}.tmp", file.ToJsonString());
        File.Move($"{_file}.tmp", _file, overwrite: true);
    }

    /// <summary>What the file holds; null where there is none, or, with a message, where it is of no use.</summary>
    private JsonObject? Read(TextWriter messages)
    {
        if (!File.Exists(_file))
        {
            return null;
        }

        string problem = "its digest does not fit.";
        try
        {
            if (JsonNode.Parse(File.ReadAllText(_file)) is JsonObject file && file["finished"] is JsonObject finished && (string?)file["digest"] == Digest(finished))
            {
                if ((string?)file["identity"] == _identity)
                {
                    return finished.DeepClone().AsObject();
                }

                messages.WriteLine($"{_file} is of other arguments or of another build. Everything is computed anew.");
                return null;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            problem = error.Message;
        }

        messages.WriteLine($"{_file} is damaged: {problem} Everything is computed anew.");
        return null;
    }
}
