using System.ComponentModel;
using System.Diagnostics;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>Finds the peers on this machine; one that is missing is named with what to install, and left out.</summary>
internal sealed class Peers : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "Compare", "Peers");

    private readonly List<PeerProcess> _processes = [];
    private readonly List<Peer> _found = [];
    private readonly string _folder;
    private readonly int _threads;

    public Peers(string folder, int threads)
    {
        _folder = folder;
        _threads = threads;
        AddPython("pytorch-autograd", "pytorch_autograd.py", "python3-torch");
        AddPython("pytorch-script", "pytorch_script.py", "python3-torch");
        AddPython("pytorch-inplace", "pytorch_inplace.py", "python3-torch");
        AddPython("numpy", "numpy_inplace.py", "python3-numpy");
        AddC();
        _found.Add(new("naive", false, static (workload, _, precision) => (NaivePorts.Start(workload, precision), "plain C# loops")));
    }

    public IReadOnlyList<Peer> Found => _found;

    public void Dispose() => _processes.ForEach(static process => process.Dispose());

    private void AddPython(string name, string script, string package)
    {
        if (!File.Exists(Python))
        {
            Console.WriteLine($"Skipped: {name}, as there is no {Python} (Debian: apt-get install {package}).");
            return;
        }

        try
        {
            PeerProcess process = Start(Python, "-s", "-E", Path.Combine(Sources, script), $"{_threads}");
            Console.WriteLine($"{name}: {process.Version}");
            _found.Add(new(name, true, (_, file, precision) => (process, $"{process.Load(file, precision)} rows at a time")));
        }
        catch (PeerException reason) when (reason.Message.Contains("ModuleNotFoundError", StringComparison.Ordinal))
        {
            Console.WriteLine($"Skipped: {name}, as {reason.Message} (Debian: apt-get install {package}).");
        }
    }

    private void AddC()
    {
        const string Install = "(Debian: apt-get install gcc libc6-dev libopenblas-dev)";
        try
        {
            (PeerProcess inDouble, PeerProcess inSingle) = (Start(Compile("double")), Start(Compile("single", "-DSINGLE")));
            Console.WriteLine($"c: {inDouble.Version}");
            _found.Add(new("c", false, (_, file, precision) =>
            {
                PeerProcess process = precision == Precision.Single ? inSingle : inDouble;
                return (process, $"{process.Load(file, precision)} rows at a time");
            }));
        }
        catch (Win32Exception)
        {
            Console.WriteLine($"Skipped: c, as there is no gcc {Install}.");
        }
        catch (PeerException reason)
        {
            Console.WriteLine($"Skipped: c, as {reason.Message} {Install}.");
        }
    }

    private PeerProcess Start(string program, params string[] arguments)
    {
        PeerProcess process = new(Peer.Settings(program, arguments, _threads), _folder);
        _processes.Add(process);
        return process;
    }

    // -ffast-math is left out on purpose. errno and traps do not change a number, and vector functions need to be free of them.
    private string Compile(string name, params string[] defines)
    {
        string program = Path.Combine(_folder, $"peer-{name}");
        ProcessStartInfo start = new("gcc",
        [
            "-std=c11", "-O3", "-march=native", "-mprefer-vector-width=512", "-fno-math-errno", "-fno-trapping-math", .. defines,
            .. Directory.EnumerateFiles(Sources, "*.c").Order(StringComparer.Ordinal), "-o", program, "-lopenblas", "-lmvec", "-lm",
        ])
        { RedirectStandardError = true };
        using Process compiler = Process.Start(start)!;
        string messages = compiler.StandardError.ReadToEnd().Trim();
        compiler.WaitForExit();
        string[] lines = messages.Split('\n');
        return compiler.ExitCode == 0
            ? program
            : throw new PeerException($"gcc says '{lines.FirstOrDefault(static line => line.Contains("error", StringComparison.Ordinal) || line.Contains("cannot find", StringComparison.Ordinal), lines[0])}'");
    }
}
