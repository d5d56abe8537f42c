namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>
/// One problem with its data and its first particles. One step is θ_i ← θ_i + Step · v_i with v_i = −m ∂_i F_m: forward pass, derivative
/// of the square loss, backward pass, weight decay and update. Inputs and particles are single-precision numbers, so that both
/// precisions start from the same.
/// </summary>
internal sealed record Workload
{
    public required string Name { get; init; }

    public required Family Family { get; init; }

    /// <summary>n rows of inputs, row-major.</summary>
    public required double[] Inputs { get; init; }

    public required int InputCount { get; init; }

    /// <summary>n targets.</summary>
    public required double[] Targets { get; init; }

    /// <summary>m particles, row-major.</summary>
    public required double[] Start { get; init; }

    /// <summary>How many numbers a particle has.</summary>
    public required int ParticleLength { get; init; }

    public required double Step { get; init; }

    /// <summary>λ in V = ½ λ ‖θ‖², on the torus in V = λ r².</summary>
    public required double Decay { get; init; }

    /// <summary>The width of a Gaussian spike, otherwise not used.</summary>
    public double Width { get; init; }

    public int Rows => Targets.Length;

    public int Particles => Start.Length / ParticleLength;

    /// <summary>What a dense network of these dimensions needs: 4 n m (d + 1), or null where the workload is no network.</summary>
    public double? Flops => Family is Family.Relu or Family.Sigmoid ? 4.0 * Rows * Particles * (InputCount + 1) : null;

    public string Shape => $"n = {Rows}, m = {Particles}, particles of {ParticleLength} numbers";

    /// <summary>Writes what the peers read: eight numbers, the inputs, the targets and the particles, all in double precision.</summary>
    public void Write(string path)
    {
        using BinaryWriter writer = new(File.Create(path));
        double[] header = [(int)Family, Rows, Particles, InputCount, ParticleLength, Step, Decay, Width];
        foreach (double[] block in (double[][])[header, Inputs, Targets, Start])
        {
            byte[] bytes = new byte[block.Length * sizeof(double)];
            Buffer.BlockCopy(block, 0, bytes, 0, bytes.Length);
            writer.Write(bytes);
        }
    }
}
