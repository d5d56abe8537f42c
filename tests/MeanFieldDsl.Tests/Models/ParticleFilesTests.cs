using System.Text;

namespace MeanFieldDsl.Tests;

public sealed class ParticleFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("particles-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Particles_come_back_bit_for_bit()
    {
        CounterRandom random = new(3, 0);
        double[] values = [.. Enumerable.Range(0, 3000).Select(_ => random.NextGaussian()), -0.0, double.Epsilon, double.MaxValue];
        ParticleMeasure<SpikeView> measure = new(SpikeView.Layout(2), values);
        measure.SaveNpz(PathOf("p.npz"));
        ParticleMeasure<SpikeView> back = ParticleMeasure<SpikeView>.LoadNpz(PathOf("p.npz"), SpikeView.Layout(2));
        Assert.Equal(values.Select(BitConverter.DoubleToUInt64Bits), back.Values.ToArray().Select(BitConverter.DoubleToUInt64Bits));
        Assert.Equal(values[4], back[1].T[0]);
        measure.SaveCsv(PathOf("p.csv"));
        DataSet table = DataSet.FromCsv(PathOf("p.csv"), new CsvOptions { InputsOnly = true });
        Assert.Equal(["w", "t[0]", "t[1]"], table.InputNames!);
        Assert.Equal(values.Select(BitConverter.DoubleToUInt64Bits), table.Inputs.ToArray().Select(BitConverter.DoubleToUInt64Bits));
    }

    [Fact]
    public void The_text_is_plain()
    {
        new ParticleMeasure<SpikeView>(SpikeView.Layout(1), [1, 0.1, -2e-30, 1e22]).SaveCsv(PathOf("p.csv"));
        Assert.Equal("w,t\n1,0.1\n-2E-30,1E+22\n", Encoding.UTF8.GetString(File.ReadAllBytes(PathOf("p.csv"))));
    }

    [Fact]
    public void Particles_of_another_feature_or_layout_are_refused_with_both_names()
    {
        new ParticleMeasure<SpikeView>(SpikeView.Layout(2), [1, 2, 3]).SaveNpz(PathOf("p.npz"));
        DataException e = Fails(DataError.LayoutMismatch, SpikeView.Layout(1));
        Assert.Equal(
            $"{PathOf("p.npz")}: The file names the columns 'w', 't[0]', 't[1]', and the model 'w', 't'. Load the particles with the layout of the model and the data they were made for.",
            e.Message);
        e = Fails(DataError.LayoutMismatch, new ParticleLayout("Neuron", SpikeView.Layout(2).Parameters));
        Assert.Contains("The file names the feature 'Spike', and the model 'Neuron'.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_holds_other_particles_than_it_says_is_refused()
    {
        Save([1, double.NaN, 3, 4], NpzShape.Matrix(2, 2));
        DataException e = Fails(DataError.NotFinite, SpikeView.Layout(1));
        Assert.Equal((0L, 1), (e.Row!.Value, e.Column!.Value));
        Assert.Contains("NaN of parameter 't' is not finite at row 1, column 2", e.Message, StringComparison.Ordinal);
        Save([1, 2, 3], NpzShape.Matrix(1, 3));
        _ = Fails(DataError.ShapeMismatch, SpikeView.Layout(1));
        Save([], NpzShape.Matrix(0, 2));
        _ = Fails(DataError.Empty, SpikeView.Layout(1));
        NpzArchiveWriter.Save(PathOf("p.npz"), static archive => archive.Write("particles", NpzArray.Of([1.0])));
        Assert.Contains("no array 'feature'", Fails(DataError.EntryNotFound, SpikeView.Layout(1)).Message, StringComparison.Ordinal);
        File.Delete(PathOf("p.npz"));
        _ = Fails(DataError.Unreadable, SpikeView.Layout(1));

        void Save(double[] values, NpzShape shape) => NpzArchiveWriter.Save(PathOf("p.npz"), archive =>
        {
            _ = archive.Write("particles", NpzArray.Of(values, shape));
            _ = archive.Write("feature", NpzArray.Of("Spike"));
            _ = archive.Write("columns", NpzArray.Of(["w", "t"]));
        });
    }

    [Fact]
    public void A_path_that_is_empty_is_refused()
    {
        ParticleMeasure<SpikeView> measure = new(SpikeView.Layout(1), [1, 2]);
        _ = Assert.Throws<ArgumentException>(() => measure.SaveNpz(""));
        _ = Assert.Throws<ArgumentException>(() => measure.SaveCsv(" "));
        _ = Assert.Throws<ArgumentException>(() => ParticleMeasure<SpikeView>.LoadNpz("", SpikeView.Layout(1)));
        _ = Assert.Throws<ArgumentNullException>(() => ParticleMeasure<SpikeView>.LoadNpz("p.npz", null!));
        _ = Assert.Throws<DirectoryNotFoundException>(() => measure.SaveNpz(PathOf("no/p.npz")));
    }

    private DataException Fails(DataError kind, ParticleLayout layout)
    {
        DataException e = Assert.Throws<DataException>(() => ParticleMeasure<SpikeView>.LoadNpz(PathOf("p.npz"), layout));
        Assert.True(e.Kind == kind, e.Message);
        return e;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
