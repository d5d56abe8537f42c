namespace MeanFieldDsl;

public sealed partial class ParticleMeasure<TParticle>
{
    private const string ParticlesName = "particles";
    private const string FeatureName = "feature";
    private const string ColumnsName = "columns";

    /// <summary>
    /// Writes the particles to a NumPy <c>.npz</c> archive, which is replaced if it exists: <c>particles</c>, the m × D numbers as float64,
    /// <c>columns</c>, the D names such as <c>w[0]</c>, and <c>feature</c>, the name of the feature.
    /// </summary>
    /// <param name="path">The file, best with the extension <c>.npz</c>.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void SaveNpz(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        NpzArchiveWriter.Save(path, archive =>
        {
            _ = archive.Write(ParticlesName, NpzArray.Of(_values, NpzShape.Matrix(Count, Layout.Dimension)));
            _ = archive.Write(ColumnsName, NpzArray.Of(Columns(Layout)));
            _ = archive.Write(FeatureName, NpzArray.Of(Layout.Feature));
        });
    }

    /// <summary>
    /// Writes the particles to a text file, which is replaced if it exists: a line of names such as <c>w[0]</c>, then one line for each
    /// particle, its numbers separated by commas. They read back to the same bits.
    /// </summary>
    /// <param name="path">The file, best with the extension <c>.csv</c>.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void SaveCsv(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        CsvWriter.Write(path, Columns(Layout), Count, (row, column) => CsvWriter.Cell(_values[(row * Layout.Dimension) + column]));
    }

    /// <summary>Reads particles that <see cref="SaveNpz"/> wrote, or NumPy under the same names, bit for bit.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layout">How the particles must be arranged, for example <see cref="MeanFieldProblem{TParticle}.Layout"/>.</param>
    /// <exception cref="ArgumentException">The path is empty, or <paramref name="layout"/> is null.</exception>
    /// <exception cref="DataException">
    /// The file cannot be read, is damaged, or holds particles of another feature, with other parameters, or with numbers that are not finite.
    /// </exception>
    public static ParticleMeasure<TParticle> LoadNpz(string path, ParticleLayout layout)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(layout);
        return NpzArchiveReader.Load(path, archive =>
        {
            CheckNames(archive.Read(FeatureName), [layout.Feature], "the feature", path);
            CheckNames(archive.Read(ColumnsName), Columns(layout), "the columns", path);
            NpyArray array = archive.ReadMatrix(ParticlesName);
            return new ParticleMeasure<TParticle>(layout, Checked(array, layout, path));
        });
    }

    private static string[] Columns(ParticleLayout layout)
    {
        string[] names = new string[layout.Dimension];
        for (int offset = 0; offset < names.Length; offset++)
        {
            names[offset] = layout.NameOf(offset);
        }

        return names;
    }

    private static void CheckNames(in NpzArray found, string[] expected, string what, string path)
    {
        if (!found.Texts.AsSpan().SequenceEqual(expected))
        {
            throw new DataException(
                DataError.LayoutMismatch,
                $"The file names {what} {Show(found.Texts)}, and the model {Show(expected)}",
                "Load the particles with the layout of the model and the data they were made for.",
                path);
        }
    }

    private static string Show(string[] names)
    {
        const int Longest = 8;
        return string.Join(", ", names.Take(Longest).Select(static name => CsvReader.Quote(name))) + (names.Length > Longest ? $", … ({names.Length} in all)" : string.Empty);
    }

    private static double[] Checked(in NpyArray array, ParticleLayout layout, string path)
    {
        if (array.Columns != layout.Dimension)
        {
            throw new DataException(
                DataError.ShapeMismatch,
                $"The particles are a {array.Rows} × {array.Columns} array, and a particle of '{layout.Feature}' has {layout.Dimension} numbers",
                $"Save an m × {layout.Dimension} array, one row for each particle.",
                path);
        }

        int bad = Array.FindIndex(array.Values, static value => !double.IsFinite(value));
        return bad < 0
            ? array.Values
            : throw new DataException(
                DataError.NotFinite,
                $"{DataException.Show(array.Values[bad])} of parameter '{layout.NameOf(bad % array.Columns)}' is not finite",
                "Save finite particles.",
                path,
                bad / array.Columns,
                bad % array.Columns);
    }
}
