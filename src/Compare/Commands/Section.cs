using Compare.Results;

namespace Compare.Commands;

/// <summary>A part of a run that yields findings and figures of its own.</summary>
/// <param name="inputs">Options, data and sides.</param>
/// <param name="progress">Told the steps done, their number, and the step about to run.</param>
/// <param name="cancellation">Ends the section between two steps.</param>
/// <returns>What was found up to then.</returns>
internal delegate Survey Section(
    SectionInputs inputs,
    Action<int, int, string> progress,
    CancellationToken cancellation
);
