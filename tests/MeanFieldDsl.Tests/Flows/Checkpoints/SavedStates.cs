using System.Runtime.InteropServices;

namespace MeanFieldDsl.Tests.Flows;

/// <summary>States such as a run has, and what tells one from another: all their bits.</summary>
internal static class SavedStates
{
    public const string Path = "run.npz";
    public const string Previous = "run.previous.npz";
    public const string Identity = "model: TwoLayerRelu\nformula: a * max(⟨w, x⟩ + b, 0)\ndata: 0123456789abcdef";

    /// <summary>A small state; the number tells it from others.</summary>
    public static FlowState Make(int number)
    {
        FlowState state = new();
        Fill(state, number);
        return state;
    }

    public static void Fill(FlowState state, int number)
    {
        CounterRandom random = new(7, (ulong)number);
        double[] particles = new double[12];
        foreach (ref double value in particles.AsSpan())
        {
            value = random.NextGaussian();
        }

        particles[number % 12] = -0.0;
        particles[(number + 1) % 12] = BitConverter.UInt64BitsToDouble(0xFFF4_0000_0000_0001 + (ulong)number);
        state.Put("particles", particles, 3);
        state.Put("velocity", (ReadOnlySpan<double>)[number, double.PositiveInfinity, double.Epsilon]);
        state.Put("step", (long)number);
        state.Put("time", number / 3.0);
        state.Put("seed", ulong.MaxValue - (ulong)number);
        state.Put("method", number % 2 == 0 ? "Euler" : "Adam");
    }

    /// <summary>All that a state holds.</summary>
    public static string Bits(FlowState state) => string.Join('\n', state.Names.Select(name =>
    {
        NpzArray array = state.Find(name);
        string items = Convert.ToHexString(MemoryMarshal.AsBytes<ulong>(array.Items));
        return $"{name} {array.Type} {array.Shape} {items} {string.Join('|', array.Texts)}";
    }));

    /// <summary>The file that holds a state.</summary>
    public static byte[] File(FlowState state, string identity = Identity)
    {
        using MemoryStream stream = new();
        CheckpointFormat.Write(stream, state, identity);
        return stream.ToArray();
    }

    /// <summary>Files after so many saves, of states 0, 1, …</summary>
    public static (FaultyFiles Files, CheckpointStore Store) After(int saves, bool movesAway = false)
    {
        FaultyFiles files = new() { MovesAway = movesAway };
        CheckpointStore store = new(Path, Identity, files);
        for (int number = 0; number < saves; number++)
        {
            store.Save(Make(number));
        }

        return (files, store);
    }
}
