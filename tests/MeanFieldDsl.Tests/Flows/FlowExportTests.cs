using System.Reflection;
using System.Text;

namespace MeanFieldDsl.Tests.Flows;

public sealed class FlowExportTests : IDisposable
{
    private static readonly FlowReport[] Lines =
    [
        new(0, 0.7, 1, 0, 0, 1, 0, TimeSpan.Zero),
        new(7, 0.1 + 0.2, double.NaN, double.NegativeInfinity, -0.0, long.MaxValue, 0.25, TimeSpan.FromMilliseconds(1500)),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("history-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_table_has_a_column_for_each_property_of_a_report()
    {
        // A new property of FlowReport that is not derived from others wants a line in FlowColumn.All.
        PropertyInfo[] properties = [.. typeof(FlowReport).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static p => p.CanWrite)];
        Assert.Equal(properties.Length, FlowColumn.All.Count);
        foreach ((PropertyInfo property, FlowColumn column) in properties.Zip(FlowColumn.All))
        {
            string name = string.Concat(property.Name.Select(static (c, k) => char.IsUpper(c) && k > 0 ? $"_{c}" : $"{c}")).ToLowerInvariant();
            Assert.StartsWith(name, column.Name, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_history_is_a_table_of_text()
    {
        Lines.SaveCsv(PathOf("h.csv"));
        Assert.Equal(
            """
            iteration,objective,residual,step,flow_time,evaluations,dissipated,elapsed_seconds,lower_bound
            0,0.7,1,0,0,1,0,0,NaN
            7,0.30000000000000004,NaN,-Infinity,-0,9223372036854775807,0.25,1.5,NaN

            """.ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(File.ReadAllBytes(PathOf("h.csv"))));
        Array.Empty<FlowReport>().SaveCsv(PathOf("h.csv"));
        _ = Assert.Single(File.ReadAllLines(PathOf("h.csv")));
    }

    [Fact]
    public void A_history_is_an_array_for_each_column()
    {
        Lines.SaveNpz(PathOf("h.npz"));
        _ = NpzArchiveReader.Load(PathOf("h.npz"), static archive =>
        {
            Assert.Equal(FlowColumn.All.Select(static column => column.Name), archive.Names);
            Assert.Equal((NpzType.Int64, NpzShape.Vector(2)), (archive.Read("iteration").Type, archive.Read("iteration").Shape));
            Assert.Equal([1, (ulong)long.MaxValue], archive.Read("evaluations").Items);
            Assert.Equal([0.7, 0.1 + 0.2], archive.Read("objective").Numbers.ToArray());
            Assert.Equal([0, 1.5], archive.Read("elapsed_seconds").Numbers.ToArray());
            return 0;
        });
        Array.Empty<FlowReport>().SaveNpz(PathOf("h.npz"));
        Assert.Equal(FlowColumn.All.Count, NpzArchiveReader.Load(PathOf("h.npz"), static archive => archive.Names.Count(name => archive.Read(name).Items.Length == 0)));
    }

    [Fact]
    public void A_history_or_path_that_is_missing_is_refused()
    {
        _ = Assert.Throws<ArgumentNullException>(() => FlowExport.SaveCsv(null!, "x"));
        _ = Assert.Throws<ArgumentNullException>(() => FlowExport.SaveNpz(null!, "x"));
        _ = Assert.Throws<ArgumentException>(() => Lines.SaveCsv(""));
        _ = Assert.Throws<ArgumentException>(() => Lines.SaveNpz(" "));
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
