System.Console.WriteLine("compare");
