using System.Globalization;

namespace MeanFieldDsl.Tests;

/// <summary>NumPy reads what is written here, and what NumPy writes is read here.</summary>
public sealed class NumPyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("numpy-");

    public void Dispose() => _folder.Delete(recursive: true);

    [NumPyFact]
    public void NumPy_reads_every_kind_of_array()
    {
        string path = Path.Combine(_folder.FullName, "a.npz");
        NpzArchiveWriter.Save(path, static archive =>
        {
            _ = archive.Write("matrix", NpzArray.Of([1, -0.0, 0.1, double.NegativeInfinity, 5, 6], NpzShape.Matrix(2, 3)));
            _ = archive.Write("none", NpzArray.Of(ReadOnlySpan<double>.Empty));
            _ = archive.Write("number", NpzArray.Of([0.3], NpzShape.Scalar));
            _ = archive.Write("integer", NpzArray.Of(long.MinValue));
            _ = archive.Write("counter", NpzArray.Of(ulong.MaxValue));
            _ = archive.Write("text", NpzArray.Of("φ(w, x)\nλ: 0.1 𝜑"));
            _ = archive.Write("empty", NpzArray.Of(""));
            _ = archive.Write("names", NpzArray.Of(["a", "w[10]", ""]));
        });
        string? output = NumPyFactAttribute.Run(
            """
            import sys, zipfile, numpy as np
            assert zipfile.ZipFile(sys.argv[1]).testzip() is None
            z = np.load(sys.argv[1], allow_pickle=False)
            for name in z.files:
                print(name, z[name].dtype.kind, z[name].shape, ascii(z[name].tolist()))
            """,
            path);
        Assert.Equal(
            """
            matrix f (2, 3) [[1.0, -0.0, 0.1], [-inf, 5.0, 6.0]]
            none f (0,) []
            number f () 0.3
            integer i () -9223372036854775808
            counter u () 18446744073709551615
            text U () '\u03c6(w, x)\n\u03bb: 0.1 \U0001d711'
            empty U () ''
            names U (3,) ['a', 'w[10]', '']

            """,
            output);
    }

    [NumPyFact]
    public void NumPy_reads_particles_and_histories()
    {
        string particles = Path.Combine(_folder.FullName, "particles.npz");
        string history = Path.Combine(_folder.FullName, "history.npz");
        string table = Path.Combine(_folder.FullName, "history.csv");
        new ParticleMeasure<SpikeView>(SpikeView.Layout(2), [1, 2, 3, 4, 5, 6]).SaveNpz(particles);
        FlowReport[] lines = [new(0, 0.7, 1, 0, 0, 1, 0, TimeSpan.Zero), new(1, 0.1, double.NaN, 0.3, 0.3, 3, 0.25, TimeSpan.FromSeconds(1.5))];
        lines.SaveNpz(history);
        lines.SaveCsv(table);
        string? output = NumPyFactAttribute.Run(
            """
            import sys, numpy as np
            p, h = np.load(sys.argv[1]), np.load(sys.argv[2])
            print(p['feature'], p['columns'].tolist(), p['particles'].tolist())
            print([h[n].tolist() for n in h.files])
            t = np.genfromtxt(sys.argv[3], delimiter=',', names=True)
            print(t.dtype.names, t['objective'].tolist(), t['residual'].tolist())
            """,
            particles,
            history,
            table);
        Assert.Equal(
            """
            Spike ['w', 't[0]', 't[1]'] [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
            [[0, 1], [0.7, 0.1], [1.0, nan], [0.0, 0.3], [0.0, 0.3], [1, 3], [0.0, 0.25], [0.0, 1.5], [nan, nan]]
            ('iteration', 'objective', 'residual', 'step', 'flow_time', 'evaluations', 'dissipated', 'elapsed_seconds', 'lower_bound') [0.7, 0.1] [1.0, nan]

            """,
            output);
    }

    [NumPyFact]
    public void Archives_of_the_NumPy_at_hand_are_read()
    {
        string path = Path.Combine(_folder.FullName, "n");
        string? sum = NumPyFactAttribute.Run(
            """
            import sys, numpy as np
            x = np.random.default_rng(1).standard_normal((500, 3))
            for name, save in (('.stored.npz', np.savez), ('.packed.npz', np.savez_compressed)):
                save(sys.argv[1] + name, x=x, k=np.int64(-7), u=np.uint64(2**64 - 1), text=np.array('\u03c6'))
            print(repr(float(np.sort(x, axis=None)[700])))
            """,
            path);
        double[]? first = null;
        foreach (string file in (string[])[$"{path}.stored.npz", $"{path}.packed.npz"])
        {
            double[] numbers = NpzArchiveReader.Load(file, archive =>
            {
                Assert.Equal([unchecked((ulong)-7)], archive.Read("k").Items);
                Assert.Equal([ulong.MaxValue], archive.Read("u").Items);
                Assert.Equal(["φ"], archive.Read("text").Texts);
                Assert.Equal(archive.ReadMatrix("x").Values, archive.Read("x").Numbers.ToArray());
                return archive.ReadMatrix("x").Values;
            });
            first ??= numbers;
            Assert.Equal(first, numbers);
        }

        Assert.Equal(double.Parse(sum!, CultureInfo.InvariantCulture), first!.Order().ElementAt(700));
    }
}
