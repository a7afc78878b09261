namespace Compare.Reference.Graphs;

/// <summary>Functions that networks are made of, each a few lines on top of the operations.</summary>
public static class GraphLayers
{
    /// <summary>A fully connected layer.</summary>
    /// <param name="x">Inputs, shape (B x n).</param>
    /// <param name="weights">Shape (m x n), outputs x inputs as in section C.</param>
    /// <param name="biases">Shape (m); null for none.</param>
    /// <returns>Shape (B x m).</returns>
    public static Node Dense(Node x, Node weights, Node? biases = null)
    {
        var product = x.MatMul(weights.Transpose());
        return biases is null ? product : product + biases;
    }

    /// <summary>Batch normalisation by the statistics of the batch (Ioffe and Szegedy 2015).</summary>
    /// <param name="x">Shape (B x n).</param>
    /// <param name="gamma">Shape (n).</param>
    /// <param name="beta">Shape (n).</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>Shape (B x n).</returns>
    public static Node BatchNorm(Node x, Node gamma, Node beta, double epsilon = 1e-5)
    {
        var mean = x.Mean(axis: 0);
        var centred = (x - mean).Named("centred");
        var variance = centred.Square().Mean(axis: 0);
        return gamma * (centred / (variance + epsilon).Sqrt()) + beta;
    }

    /// <summary>Layer normalisation along the last axis (Ba, Kiros and Hinton 2016).</summary>
    /// <param name="x">Shape (... x n).</param>
    /// <param name="gamma">Shape (n).</param>
    /// <param name="beta">Shape (n).</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>The shape of x.</returns>
    public static Node LayerNorm(Node x, Node gamma, Node beta, double epsilon = 1e-5)
    {
        var mean = x.Mean(axis: -1, keepAxis: true);
        var centred = (x - mean).Named("centred");
        var variance = centred.Square().Mean(axis: -1, keepAxis: true);
        return gamma * (centred / (variance + epsilon).Sqrt()) + beta;
    }

    /// <summary>Normalisation by the root of the mean square along the last axis (Zhang and Sennrich 2019).</summary>
    /// <param name="x">Shape (... x n).</param>
    /// <param name="gamma">Shape (n).</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <returns>The shape of x.</returns>
    public static Node RmsNorm(Node x, Node gamma, double epsilon = 1e-5)
    {
        var square = x.Square().Mean(axis: -1, keepAxis: true);
        return gamma * (x / (square + epsilon).Sqrt());
    }

    /// <summary>Scaled dot-product attention (Vaswani and others 2017).</summary>
    /// <param name="queries">Shape (... x n x d).</param>
    /// <param name="keys">Shape (... x m x d).</param>
    /// <param name="values">Shape (... x m x p).</param>
    /// <returns>Shape (... x n x p).</returns>
    public static Node Attention(Node queries, Node keys, Node values)
    {
        var scores = queries.MatMul(keys.Transpose()) / Math.Sqrt(queries.Shape[^1]);
        var attention = scores.Softmax(axis: -1);
        return attention.MatMul(values);
    }

    /// <summary>One step of a long short-term memory (Hochreiter and Schmidhuber 1997; gates in PyTorch's order i, f, g, o).</summary>
    /// <param name="x">Inputs, shape (B x n).</param>
    /// <param name="h">The hidden state, shape (B x m).</param>
    /// <param name="c">The cell state, shape (B x m).</param>
    /// <param name="inputWeights">Shape (4 m x n).</param>
    /// <param name="hiddenWeights">Shape (4 m x m).</param>
    /// <param name="biases">Shape (4 m).</param>
    /// <returns>The next hidden state and the next cell state.</returns>
    public static (Node Hidden, Node Cell) LstmCell(
        Node x,
        Node h,
        Node c,
        Node inputWeights,
        Node hiddenWeights,
        Node biases
    )
    {
        var size = h.Shape[1];
        var gates = x.MatMul(inputWeights.Transpose()) + h.MatMul(hiddenWeights.Transpose()) + biases;
        var input = gates.Slice(1, 0, size).Sigmoid().Named("input");
        var forget = gates.Slice(1, size, size).Sigmoid().Named("forget");
        var candidate = gates.Slice(1, 2 * size, size).Tanh().Named("candidate");
        var output = gates.Slice(1, 3 * size, size).Sigmoid().Named("output");
        var cell = forget * c + input * candidate;
        return (output * cell.Tanh(), cell);
    }

    /// <summary>One step of a gated recurrent unit (Cho and others 2014; gates in PyTorch's order r, z, n, the reset gate on the product).</summary>
    /// <param name="x">Inputs, shape (B x n).</param>
    /// <param name="h">The hidden state, shape (B x m).</param>
    /// <param name="inputWeights">Shape (3 m x n).</param>
    /// <param name="hiddenWeights">Shape (3 m x m).</param>
    /// <param name="inputBiases">Shape (3 m).</param>
    /// <param name="hiddenBiases">Shape (3 m).</param>
    /// <returns>The next hidden state, shape (B x m).</returns>
    public static Node GruCell(
        Node x,
        Node h,
        Node inputWeights,
        Node hiddenWeights,
        Node inputBiases,
        Node hiddenBiases
    )
    {
        var size = h.Shape[1];
        var ofInput = x.MatMul(inputWeights.Transpose()) + inputBiases;
        var ofHidden = h.MatMul(hiddenWeights.Transpose()) + hiddenBiases;
        var reset = (ofInput.Slice(1, 0, size) + ofHidden.Slice(1, 0, size)).Sigmoid().Named("reset");
        var update = (ofInput.Slice(1, size, size) + ofHidden.Slice(1, size, size)).Sigmoid().Named("update");
        var candidate = (ofInput.Slice(1, 2 * size, size) + reset * ofHidden.Slice(1, 2 * size, size))
            .Tanh()
            .Named("candidate");
        return (1 - update) * candidate + update * h;
    }

    /// <summary>A convolution of images.</summary>
    /// <param name="x">Images, shape (B x channels x rows x columns).</param>
    /// <param name="weights">Shape (outputs x channels / groups x height x width).</param>
    /// <param name="biases">Shape (outputs); null for none.</param>
    /// <param name="stride">Pixels from one window to the next.</param>
    /// <param name="padding">Zeros around each image.</param>
    /// <param name="dilation">Pixels from one row or column of a window to the next.</param>
    /// <param name="groups">Into how many parts channels and outputs are divided that do not see each other.</param>
    /// <returns>Shape (B x outputs x rows x columns).</returns>
    public static Node Conv2d(
        Node x,
        Node weights,
        Node? biases = null,
        int stride = 1,
        int padding = 0,
        int dilation = 1,
        int groups = 1
    )
    {
        var (outputs, channels) = (weights.Shape[0] / groups, weights.Shape[1]);
        var (height, width) = (weights.Shape[2], weights.Shape[3]);
        List<Node> parts = [];
        for (var part = 0; part < groups; part++)
        {
            var images = groups == 1 ? x : x.Slice(1, part * channels, channels);
            var kernels = groups == 1 ? weights : weights.Slice(0, part * outputs, outputs);
            var windows = images.Windows(height, width, stride, padding, dilation);
            var (rows, columns) = (windows.Shape[2], windows.Shape[3]);
            var inRows = windows
                .Transpose([0, 2, 3, 1, 4, 5])
                .Reshape([x.Shape[0] * rows * columns, channels * height * width]);
            var product = inRows.MatMul(kernels.Reshape([outputs, channels * height * width]).Transpose());
            parts.Add(product.Reshape([x.Shape[0], rows, columns, outputs]).Transpose([0, 3, 1, 2]));
        }
        var all = groups == 1 ? parts[0] : GraphFunctions.Concatenate(1, parts);
        return biases is null ? all : all + biases.Reshape([weights.Shape[0], 1, 1]);
    }

    /// <summary>The largest pixel of each window; windows may overlap.</summary>
    /// <param name="x">Images, shape (B x channels x rows x columns).</param>
    /// <param name="size">Rows and columns of a window.</param>
    /// <param name="stride">Pixels from one window to the next.</param>
    /// <returns>Shape (B x channels x rows x columns of windows).</returns>
    public static Node MaxPool2d(Node x, int size, int stride) => Pixels(x, size, stride).Max(axis: -1);

    /// <summary>The mean of each window; windows may overlap.</summary>
    /// <param name="x">Images, shape (B x channels x rows x columns).</param>
    /// <param name="size">Rows and columns of a window.</param>
    /// <param name="stride">Pixels from one window to the next.</param>
    /// <returns>Shape (B x channels x rows x columns of windows).</returns>
    public static Node AveragePool2d(Node x, int size, int stride) => Pixels(x, size, stride).Mean(axis: -1);

    /// <summary>The loss of a variational autoencoder with a given draw: squared error and divergence from the standard normal, per image.</summary>
    /// <param name="x">Images, shape (B x n).</param>
    /// <param name="reconstruction">Shape (B x n).</param>
    /// <param name="mean">Shape (B x k).</param>
    /// <param name="logVariance">Shape (B x k).</param>
    /// <returns>A single number (Kingma and Welling 2014, appendix B).</returns>
    public static Node VaeLoss(Node x, Node reconstruction, Node mean, Node logVariance)
    {
        var error = (reconstruction - x).Square().Sum() / 2;
        var divergence = (mean.Square() + logVariance.Exp() - 1 - logVariance).Sum() / 2;
        return (error + divergence) / x.Shape[0];
    }

    private static Node Pixels(Node x, int size, int stride)
    {
        var windows = x.Windows(size, size, stride);
        return windows.Reshape([.. windows.Shape.Sizes.Take(4), size * size]);
    }
}
