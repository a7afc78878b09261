using Compare.Results;

namespace Compare.Reports;

/// <summary>A file that a run leaves beside its report.</summary>
/// <param name="Name">Its name within the folder.</param>
/// <param name="Render">Its contents, from a report.</param>
public sealed record ReportFile(string Name, Func<Report, string> Render);
