using Compare.Problems.Recorded;

namespace Compare.Problems.Parties;

/// <summary>Somebody's model that can be differentiated and trained: a module, or a program on plain arrays.</summary>
internal interface IModelParty : IDisposable
{
    /// <summary>Who it is, for example <c>the module</c>.</summary>
    string Name { get; }

    /// <summary>Whether it makes updates of its own.</summary>
    bool HasUpdate { get; }

    /// <summary>Whether it draws random numbers from libtorch's generator, so that one seed gives it the same ones as a module.</summary>
    bool SharesRandomness { get; }

    /// <summary>Copies the parameters.</summary>
    /// <returns>With names and shapes, in an order of its own.</returns>
    IReadOnlyList<NpyArray> CopyParameters();

    /// <summary>Overwrites the parameters, each number rounded to the nearest of its format.</summary>
    /// <param name="values">One array for each parameter.</param>
    void LoadParameters(IReadOnlyList<double[]> values);

    /// <summary>Copies what it remembers beside its parameters, such as running means.</summary>
    /// <returns>With names and shapes.</returns>
    IReadOnlyList<NpyArray> CopyBuffers();

    /// <summary>Overwrites that.</summary>
    /// <param name="values">One array for each.</param>
    void LoadBuffers(IReadOnlyList<double[]> values);

    /// <summary>One forward and backward pass.</summary>
    /// <param name="batch">The number of the batch, 0 for the first.</param>
    /// <param name="seed">What random numbers begin with, where it draws any.</param>
    /// <returns>The pass.</returns>
    ModelPass Evaluate(int batch, long seed);

    /// <summary>Makes one update of its parameters.</summary>
    /// <param name="gradients">The gradient by each; null for none.</param>
    void Update(IReadOnlyList<double[]?> gradients);

    /// <summary>Forgets all that the updates remember.</summary>
    void Restart();

    /// <summary>What a layer says of itself, such as its type and its epsilon.</summary>
    /// <param name="layer">Its name.</param>
    /// <returns>Words by name; empty where nothing is known.</returns>
    IReadOnlyDictionary<string, string> SettingsOf(string layer);
}
