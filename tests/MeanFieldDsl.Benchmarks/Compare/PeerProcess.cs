using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>
/// A peer in a process of its own, because a library may change the processor's floating-point mode for the whole process. It is spoken
/// to in lines: 'load FILE PRECISION', 'steps COUNT', 'particles FILE', 'quit'.
/// </summary>
internal sealed class PeerProcess : IParticipant, IDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    /// <param name="start">The program.</param>
    /// <param name="folder">Where to exchange files.</param>
    /// <exception cref="PeerException">The program ends at once; says its last words.</exception>
    public PeerProcess(ProcessStartInfo start, string folder)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _folder = folder;
        _process = Process.Start(start)!;
        Version = Answer()["hello ".Length..];
    }

    /// <summary>What the peer says that it is.</summary>
    public string Version { get; }

    /// <summary>Hands over a workload; the peer chooses its fastest variant.</summary>
    /// <returns>What it chose, for example a number of rows at a time.</returns>
    public string Load(string file, Precision precision) =>
        Ask($"load {file} {(precision == Precision.Single ? "single" : "double")}")["ready".Length..].Trim();

    public double Run(int steps) => double.Parse(Ask(string.Create(CultureInfo.InvariantCulture, $"steps {steps}")), CultureInfo.InvariantCulture);

    public double[] Particles()
    {
        string file = Path.Combine(_folder, "particles.bin");
        _ = Ask($"particles {file}");
        return MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file)).ToArray();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return Answer();
    }

    private string Answer() => _process.StandardOutput.ReadLine()
        ?? throw new PeerException($"{string.Join(' ', [_process.StartInfo.FileName, .. _process.StartInfo.ArgumentList])} has ended: {LastLine(_process.StandardError.ReadToEnd())}");

    private static string LastLine(string text) => text.Trim().Split('\n')[^1];
}
