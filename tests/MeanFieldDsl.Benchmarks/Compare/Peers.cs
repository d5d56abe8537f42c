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
        AddPython("pytorch-autograd", "pytorch_autograd.py", "python3-torch", Allocator.Default);
        AddPython("pytorch-script", "pytorch_script.py", "python3-torch");
        AddPython("pytorch-inplace", "pytorch_inplace.py", "python3-torch");
        AddPython("numpy", "numpy_inplace.py", "python3-numpy");
        AddC("c", "plain");
        AddC("c-tuned", "tuned", "-mprefer-vector-width=512", "-fno-math-errno", "-fno-trapping-math");
        _found.Add(new("naive", false, static (workload, _, precision) => (NaivePorts.Start(workload, precision), "plain C# loops")));
    }

    public IReadOnlyList<Peer> Found => _found;

    public void Dispose() => _processes.ForEach(static process => process.Dispose());

    private void AddPython(string name, string script, string package, Allocator allocator = Allocator.Keeping)
    {
        if (!File.Exists(Python))
        {
            Console.WriteLine($"Skipped: {name}, as there is no {Python} (Debian: apt-get install {package}).");
            return;
        }

        try
        {
            PeerProcess process = Start(allocator, Python, "-s", "-E", Path.Combine(Sources, script), $"{_threads}");
            Console.WriteLine($"{name}: {process.Version}");
            _found.Add(new(name, true, (_, file, precision) => (process, $"{process.Load(file, precision)} rows at a time")));
        }
        catch (PeerException reason) when (reason.Message.Contains("ModuleNotFoundError", StringComparison.Ordinal))
        {
            Console.WriteLine($"Skipped: {name}, as {reason.Message} (Debian: apt-get install {package}).");
        }
    }

    private void AddC(string name, string sources, params string[] flags)
    {
        const string Install = "(Debian: apt-get install gcc libc6-dev libopenblas-dev)";
        try
        {
            PeerProcess inDouble = Start(Allocator.Keeping, Compile(name, sources, flags));
            PeerProcess inSingle = Start(Allocator.Keeping, Compile($"{name}-single", sources, [.. flags, "-DSINGLE"]));
            Console.WriteLine($"{name}: {inDouble.Version}");
            _found.Add(new(name, false, (_, file, precision) =>
            {
                PeerProcess process = precision == Precision.Single ? inSingle : inDouble;
                return (process, $"{process.Load(file, precision)} rows at a time");
            }));
        }
        catch (Win32Exception)
        {
            Console.WriteLine($"Skipped: {name}, as there is no gcc {Install}.");
        }
        catch (PeerException reason)
        {
            Console.WriteLine($"Skipped: {name}, as {reason.Message} {Install}.");
        }
    }

    private PeerProcess Start(Allocator allocator, string program, params string[] arguments)
    {
        PeerProcess process = new(Peer.Settings(program, arguments, _threads, allocator), _folder);
        _processes.Add(process);
        return process;
    }

    // -ffast-math is left out on purpose. What the tuned peer is compiled with beyond the processor changes no number: errno, traps.
    private string Compile(string name, string sources, string[] flags)
    {
        string program = Path.Combine(_folder, $"peer-{name}");
        string[] files = [Path.Combine(Sources, "main.c"), .. Directory.EnumerateFiles(Path.Combine(Sources, sources), "*.c").Order(StringComparer.Ordinal)];
        ProcessStartInfo start = new("gcc", ["-std=c11", "-O3", "-march=native", .. flags, .. files, "-o", program, "-lopenblas", "-lmvec", "-lm"])
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
